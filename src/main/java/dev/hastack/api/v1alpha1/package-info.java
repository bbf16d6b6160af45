/**
 * The contract: the {@code HAStack} custom resource as people write it and as its status reads
 * back.
 *
 * <p>Records that say what was written and nothing else. A component that may be absent is
 * {@code @Nullable} and boxed: absent means "not managed", which no default may blur. A component
 * that is required, or has a schema default, is never null in an object that came through the API
 * server or {@link dev.hastack.api.manifest}. The schema in {@code crds/} is generated from these
 * types.
 */
@NullMarked
package dev.hastack.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
