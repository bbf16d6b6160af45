package dev.hastack.sandbox.aws.ec2;

/**
 * An instance type.
 *
 * @param onDemandPrice of Linux in us-east-1, in USD an hour
 */
record InstanceKind(String name, Family family, int vcpus, int memoryMiB, double onDemandPrice) {

  /**
   * A family of types.
   *
   * @param architecture {@code x86_64} or {@code arm64}
   * @param current whether AWS calls it a current generation
   */
  record Family(String name, String architecture, boolean current) {

    boolean isBurstable() {
      return name.startsWith("t");
    }

    /** "Instance types built on the Nitro System", EC2 instance types guide. */
    String hypervisor() {
      return current && !name.equals("t2") ? "nitro" : "xen";
    }
  }

  String architecture() {
    return family.architecture();
  }
}
