/** The core list of the kernel (`0-3,5`) or of a policy (`0 3 4 5`), ascending. */
export function cpuList(text: string | undefined): readonly number[] {
  const parts = (text ?? '').split(/[\s,]+/).filter((part) => /^\d+(-\d+)?$/.test(part));
  return parts
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({length: last - first + 1}, (_, n) => first + n);
    })
    .toSorted((a, b) => a - b);
}

/** Numbers in a line, ascending and each once; words between them are left out. */
export function numberList(text: string | undefined): readonly number[] {
  const numbers = (text ?? '').split(/\s+/).filter((part) => /^\d+$/.test(part));
  return [...new Set(numbers.map(Number))].toSorted((a, b) => a - b);
}
