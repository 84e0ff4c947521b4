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
  type SettingIssue,
  type SettingName,
  type Settings,
  SettingsError,
  settingTable,
  type UnknownSetting,
  unknownSettings,
} from './read.ts';
