import { defineConfig } from 'vitest/config';

// Only the pure parts are tested here; what needs JupyterLab is tested in a real one (tests/test_in_jupyterlab.py).
export default defineConfig({ test: { include: ['src/**/*.test.ts'] } });
