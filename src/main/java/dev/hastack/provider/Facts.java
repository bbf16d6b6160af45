package dev.hastack.provider;

import dev.hastack.core.plan.MissingPrerequisite;
import java.util.List;

/** What a cloud must know of itself to design a stack. A value; equal facts give equal designs. */
public interface Facts {

  /** A digest over everything of the cloud that the design may depend on. */
  String digest();

  /**
   * A digest over what other objects of the cluster hold for the spec; empty where it refers to
   * none. Where it changes, the spec has changed.
   */
  String referenced();

  /** What a person should know before the plan is carried out; nothing follows from it. */
  List<String> warnings();

  /**
   * What some resources need and the account lacks. Where that is vital, nothing is made of a stack
   * that is not there at all; of one that is, only those resources wait.
   */
  List<MissingPrerequisite> missing();
}
