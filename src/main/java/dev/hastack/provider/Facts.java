package dev.hastack.provider;

/** What a cloud must know of itself to design a stack. A value; equal facts give equal designs. */
public interface Facts {

  /** A digest over everything the design may depend on. */
  String digest();
}
