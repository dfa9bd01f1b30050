"""The development tooling behind `./dev`; no part of the addon needs it."""
