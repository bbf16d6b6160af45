package dev.hastack.core.stack;

import java.util.Map;

/** A resource of some kind as a record: what we want, or what we read back, in the same words. */
public interface ResourceSpec {

  /** The kind's declaration. */
  Schema<? extends ResourceSpec> schema();

  /** Every attribute that is set, by name; see {@link Schema#valuesOf}. */
  default Map<String, Value> values() {
    return schema().valuesOf(this);
  }
}
