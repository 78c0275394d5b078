// Our one icon: pages on a shelf, drawn in the colours of the theme.
import { LabIcon } from '@jupyterlab/ui-components';

const svgstr = `
<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M3 19h18v2H3z"/>
    <path d="M4 5h4v13H4zm1.5 2v1.5h1V7zM9.500 3h4v15h-4zm1.500 2v1.500h1V5z"/>
    <path d="M15.100 6.300l3.400-1 3.300 11.700-3.400 1z"/>
  </g>
</svg>`;

export const galleryIcon = new LabIcon({
  name: 'commonplace-lab:gallery',
  svgstr
});
