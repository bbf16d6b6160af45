package dev.hastack.core.tenancy;

/**
 * Something that a tenant's spec names and that is not the tenant's own.
 *
 * @param list the list that must have it, for example {@code instanceProfiles}
 * @param field where the spec names it
 */
public record Named(String list, String field, String value) {}
