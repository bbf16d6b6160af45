package dev.hastack.sandbox.control;

/** Directs the play in a running sandbox. Called from several threads. */
public interface Director {

  /** What there is to see now, for a person: servers, targets, databases, requests, calls. */
  String status();

  /**
   * Has something happen.
   *
   * @return what was done and what to watch now
   * @throws dev.hastack.sandbox.report.SandboxException if it cannot be done now, with the reason
   */
  String inject(Incident incident);
}
