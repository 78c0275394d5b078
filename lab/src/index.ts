// The list of our plugins; each feature is one.
import { copiesPlugin } from './copies/plugin';
import { executionsPlugin } from './executions/plugin';
import { formsPlugin } from './forms/plugin';
import { galleryPlugin } from './gallery_plugin';
import { panelPlugin } from './panel/plugin';
import { savePlugin } from './save/plugin';
import { ticketPlugin } from './ticket/plugin';
import { timeLeftPlugin } from './time_left/plugin';

export default [
  galleryPlugin,
  copiesPlugin,
  ticketPlugin,
  savePlugin,
  panelPlugin,
  timeLeftPlugin,
  executionsPlugin,
  formsPlugin
];
