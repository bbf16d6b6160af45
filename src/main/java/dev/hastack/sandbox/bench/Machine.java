package dev.hastack.sandbox.bench;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;

/**
 * What figures were measured on.
 *
 * @param cores that this JVM may use
 * @param memoryGib of the machine, rounded
 * @param day of the measuring, in UTC
 */
record Machine(int cores, long memoryGib, String java, String system, LocalDate day) {
  private static final double GIB = 1 << 30;

  static Machine current(LocalDate today) {
    var bean = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        bean.getAvailableProcessors(),
        Math.round(bean.getTotalMemorySize() / GIB),
        Runtime.version().toString(),
        bean.getName() + " " + bean.getArch(),
        today);
  }

  /** A sentence for people. */
  @Override
  public String toString() {
    return "Measured on %s on a machine with %d cores and %d GiB (%s, Java %s)."
        .formatted(day, cores, memoryGib, system, java);
  }
}
