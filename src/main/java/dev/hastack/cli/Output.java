package dev.hastack.cli;

/** How a command prints what it found; the constants are what people type. */
enum Output {
  text,
  json
}
