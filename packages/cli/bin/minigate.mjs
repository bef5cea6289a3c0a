#!/usr/bin/env node
// A file of its own, not one that the build makes: npm links a command when it installs, and only if it is there.
import '../dist/main.js';
