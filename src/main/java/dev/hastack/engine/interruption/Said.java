package dev.hastack.engine.interruption;

import dev.hastack.core.signal.Signal;
import java.util.Optional;

/**
 * A signal about a server.
 *
 * @param receipt of the message that goes once this had its effect
 */
record Said(Signal.OfServer signal, Optional<String> receipt) {}
