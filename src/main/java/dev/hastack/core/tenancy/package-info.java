/** What an administrator lends to tenants, and what of a tenant's wishes that covers. */
@NullMarked
package dev.hastack.core.tenancy;

import org.jspecify.annotations.NullMarked;
