/**
 * What each language says of the intake form to start from.
 *
 * @module
 */
import { enIntake } from './en.ts';
import type { Language } from './languages.ts';
import type { IntakeMessages } from './messages.ts';
import { zhHansIntake } from './zh-Hans.ts';

export const INTAKE_MESSAGES: Readonly<Record<Language, IntakeMessages>> = {
  en: enIntake,
  'zh-Hans': zhHansIntake,
};
