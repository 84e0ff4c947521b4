export {
  type ExplainedSetting,
  explainSettings,
  type SettingInUse,
  settingsInUse,
  settingsReference,
} from './explain.ts';
export {
  defaultHome,
  type Environment,
  environmentWith,
  readSettings,
  type SettingName,
  type Settings,
  settingTable,
  type UnknownSetting,
  unknownSettings,
} from './read.ts';
