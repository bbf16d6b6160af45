package dev.hastack.sandbox.aws;

import java.util.Optional;

/**
 * A field of the contract that an emulator does not play along with, so that a stack that uses it
 * would never become ready there. Examples are written for AWS; they are fitted to an emulator in
 * the sandbox, not the other way round.
 *
 * @param field the field's name in a manifest; it stands in a line of its own with a plain value
 * @param instead a value that the emulator can play; empty to leave the field out
 * @param why what the emulator does with it
 */
public record EmulatorGap(String field, Optional<String> instead, String why) {}
