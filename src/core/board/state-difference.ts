import type {BoardNodes, BoardState} from './nodes.js';

/** A node that does not read what it should. */
export interface StateDifference {
  readonly node: string;
  readonly wanted: string;
  readonly actual: string;
  /** Whether it is a clock held below what was asked, as a board does that throttles. */
  readonly isLower: boolean;
}

/** Where `actual` is not as `wanted`; what `wanted` does not name may be anything. */
export function differences(nodes: BoardNodes, wanted: BoardState, actual: BoardState): readonly StateDifference[] {
  return [
    ...cores(nodes, wanted, actual),
    ...clocks(nodes, wanted, actual),
    ...emc(nodes, wanted, actual),
    ...text(nodes.gpu?.railgateNode, wanted.railgate, actual.railgate),
    ...text(nodes.gpu?.powerControlNode, wanted.powerControl, actual.powerControl),
  ];
}

function cores({hotplug}: BoardNodes, wanted: BoardState, actual: BoardState): readonly StateDifference[] {
  return [...hotplug].flatMap(([cpu, node]) => {
    const [asked, is] = [wanted, actual].map(({onlineCpus}) => (onlineCpus.includes(cpu) ? '1' : '0'));
    return text(node, asked, is);
  });
}

function clocks({cpuDomains, gpu}: BoardNodes, wanted: BoardState, actual: BoardState): readonly StateDifference[] {
  return [...cpuDomains, ...(gpu === undefined ? [] : [gpu])].flatMap(({name, minNode, maxNode}) => {
    const [asked, is] = [wanted.limits[name], actual.limits[name]];
    // A policy whose cores are offline has no limits to compare.
    if (asked === undefined || is === undefined) return [];
    return [...number(maxNode, asked.max, is.max), ...number(minNode, asked.min, is.min)];
  });
}

function emc({emc: nodes}: BoardNodes, wanted: BoardState, actual: BoardState): readonly StateDifference[] {
  if (nodes === undefined || wanted.emc === undefined || actual.emc === undefined) return [];
  const [asked, is] = [wanted.emc, actual.emc];
  // An unlocked rate follows the kernel's own requests from one moment to the next.
  const rate = asked.locked ? number(nodes.rateNode, asked.rateHz, is.rateHz) : [];
  return [...rate, ...text(nodes.lockNode, asked.locked ? '1' : '0', is.locked ? '1' : '0')];
}

function number(node: string, wanted: number, actual: number): readonly StateDifference[] {
  return wanted === actual ? [] : [{node, wanted: `${wanted}`, actual: `${actual}`, isLower: actual < wanted}];
}

function text(
  node: string | undefined,
  wanted: string | undefined,
  actual: string | undefined,
): readonly StateDifference[] {
  if (node === undefined || wanted === undefined || wanted === actual) return [];
  return [{node, wanted, actual: actual ?? 'nothing', isLower: false}];
}
