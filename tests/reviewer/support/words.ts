/** Words of the acknowledgements that tests look for. @module */
import { TODAY } from './world.ts';

export const ACKNOWLEDGED_EN = `received and is readable, on ${TODAY}`;
export const ACKNOWLEDGED_ZH = `已于 ${TODAY} 收到`;
