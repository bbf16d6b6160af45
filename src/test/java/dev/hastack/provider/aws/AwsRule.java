package dev.hastack.provider.aws;

/** What AWS does and not everybody who plays it. */
enum AwsRule {
  /**
   * The default certificate of a listener and the list of others are two things: another default
   * leaves the list alone (Elastic Load Balancing API reference, ModifyListener and
   * AddListenerCertificates).
   */
  CERTIFICATE_LIST_APART,

  /**
   * "If you are changing the protocol from HTTPS to HTTP, the security policy and default
   * certificate properties are removed" (API reference, ModifyListener, SslPolicy and
   * Certificates).
   */
  NO_CERTIFICATES_WITHOUT_ENCRYPTION,

  /**
   * A load balancer with deletion protection is not deleted (API reference, DeleteLoadBalancer,
   * OperationNotPermitted).
   */
  LOAD_BALANCERS_PROTECTED,

  /**
   * The network interfaces of a deleted load balancer stay for a while (VPC user guide, Delete your
   * VPC, where they stand in the way).
   */
  INTERFACES_LINGER,

  /**
   * A cluster whose password AWS manages leaves snapshots that can be restored like any other (API
   * reference, RestoreDBClusterFromSnapshot).
   */
  MANAGED_PASSWORDS_DO_NOT_HINDER_RESTORES
}
