/**
 * Reads an HAStack from a file the way the API server would: the committed CRD's defaults applied,
 * unknown fields and wrong values refused, each with its path and a remedy.
 */
@NullMarked
package dev.hastack.api.manifest;

import org.jspecify.annotations.NullMarked;
