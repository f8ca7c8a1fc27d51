#!/usr/bin/env node
// Comes before every other import: on an older Node the native modules fail with messages that name no cause.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 14) || major > 22;

if (supported) {
  const {execute} = await import('@oclif/core');
  await execute({dir: import.meta.url});
} else {
  process.stderr.write(`neuos needs Node 20.19 or later of 20, or 22.14 and later; this is ${process.version}.\n`);
  process.exitCode = 3;
}
