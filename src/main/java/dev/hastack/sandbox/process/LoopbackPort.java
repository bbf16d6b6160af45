package dev.hastack.sandbox.process;

import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Picks TCP ports on 127.0.0.1 for servers that must be told their port before they start. */
public final class LoopbackPort {
  /**
   * The first and last port to choose from. All lie below the ranges that Linux (32768) and macOS
   * (49152) hand to outgoing connections: a server that is restarted on its port must not find it
   * taken by a passing client.
   */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 200;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private LoopbackPort() {}

  /**
   * A port that nobody listens on now and that this JVM has not given out before.
   *
   * @throws SandboxException if no free port is found
   */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new SandboxException(
        "No free TCP port on 127.0.0.1 between %d and %d: end some of the servers running there."
            .formatted(FIRST, LAST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
