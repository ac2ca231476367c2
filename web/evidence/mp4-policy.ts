/**
 * Which boxes of a film's index are kept (ISO/IEC 14496-12:2022, 8; QuickTime File Format, "Movie Atoms"). Every other one goes.
 *
 * @module
 */

/** What is kept in what. */
export const KEPT: Readonly<Record<string, readonly string[]>> = {
  moov: ['mvhd', 'trak', 'mvex'],
  mvex: ['mehd', 'trex'],
  trak: ['tkhd', 'edts', 'mdia', 'tapt'],
  tapt: ['clef', 'prof', 'enof'],
  edts: ['elst'],
  mdia: ['mdhd', 'hdlr', 'minf'],
  minf: ['vmhd', 'smhd', 'hdlr', 'dinf', 'stbl'],
  dinf: ['dref'],
  stbl: [
    ...['stsd', 'stts', 'ctts', 'cslg', 'stss', 'stps', 'sdtp', 'stsc', 'stsz', 'stz2', 'stco', 'co64'],
    ...['sgpd', 'sbgp'],
  ],
  moof: ['mfhd', 'traf'],
  traf: ['tfhd', 'tfdt', 'trun', 'sdtp', 'sgpd', 'sbgp'],
};

/** What may be there more than once; twice anything else could be read in two ways. */
export const REPEATED: readonly string[] = ['trak', 'trex', 'traf', 'trun', 'sgpd', 'sbgp'];

/** What goes and is nothing to speak of: how tracks belong together, how to seek faster, room that is not used. */
export const SILENT: readonly string[] = [
  ...[
    '',
    'free',
    'skip',
    'wide',
    'iods',
    'tref',
    'load',
    'elng',
    'subs',
    'padb',
    'stdp',
    'stsh',
    'clip',
    'matt',
  ],
  ...['mfra', 'ssix', 'pdin', 'prfl', 'ctab', 'trep', 'assp', 'leva', 'txas', 'hmhd', 'nmhd', 'gmhd', 'sthd'],
];

/** Groups of samples of which a player must know: where one can begin, and how long before. */
export const GROUPS: readonly string[] = ['roll', 'prol', 'rap ', 'sync', 'tele', 'tsas', 'stsa', 'tscl'];

/** Bytes of an entry, in tables that have version, flags and the number of entries before them. */
export const ENTRIES: Readonly<Record<string, number>> = {
  ...{ stts: 8, ctts: 8, stss: 4, stps: 4, stsc: 12, stco: 4, co64: 8 },
};

/** Bytes that count in boxes of one length, by version. */
export const LENGTHS: Readonly<Record<string, readonly [number, number]>> = {
  mvhd: [100, 112],
  tkhd: [84, 96],
  mdhd: [24, 36],
  mehd: [8, 12],
  trex: [24, 24],
  clef: [12, 12],
  prof: [12, 12],
  enof: [12, 12],
  vmhd: [12, 12],
  smhd: [8, 8],
  cslg: [24, 44],
  mfhd: [8, 8],
  tfdt: [8, 12],
};

/** Sample entries whose samples hold pictures or sound and, but for what elementary.ts looks for, nothing else. */
export const PICTURES: readonly string[] = [
  ...['avc1', 'avc2', 'avc3', 'avc4', 'hvc1', 'hvc2', 'hev1', 'hev2', 'dvh1', 'dvhe', 'dva1', 'dvav'],
  ...['vp08', 'vp09', 'av01', 'mp4v', 's263', 'h263', 'H263', 'vvc1', 'vvi1'],
  ...['apcn', 'apch', 'apcs', 'apco', 'ap4h', 'ap4x'],
];
export const SOUND: readonly string[] = [
  ...['mp4a', 'samr', 'sawb', 'sawp', 'Opus', 'fLaC', 'ac-3', 'ec-3', 'alac', '.mp3', 'sowt', 'twos', 'lpcm'],
  ...['raw ', 'in24', 'in32', 'fl32', 'fl64', 'ulaw', 'alaw', 'ima4', 'ipcm', 'fpcm'],
];
export const ENCRYPTED: readonly string[] = ['encv', 'enca', 'encs', 'enct', 'drmi', 'drms', 'p608'];

/** How to decode, and how to show: kept in a sample entry. What is in neither of these two lists is not known. */
export const CONFIGURATION: readonly string[] = [
  ...[
    'avcC',
    'hvcC',
    'lhvC',
    'vvcC',
    'esds',
    'vpcC',
    'av1C',
    'dOps',
    'dfLa',
    'dac3',
    'dec3',
    'damr',
    'd263',
    'alac',
  ],
  ...[
    'dvcC',
    'dvvC',
    'dvwC',
    'pasp',
    'colr',
    'btrt',
    'fiel',
    'clap',
    'gama',
    'clli',
    'mdcv',
    'cclv',
    'amve',
    'SmDm',
  ],
  ...['CoLL', 'bitr', 'chan', 'chnl', 'pcmC', 'srat', 'wave', 'frma', 'enda', 'mp4a', '\0\0\0\0'],
];
/** Goes from a sample entry: the camera's lenses, free room. */
export const OPTIONAL: readonly string[] = ['', 'free', 'skip', 'uuid', 'hfov', 'vexu', 'm4ds'];
