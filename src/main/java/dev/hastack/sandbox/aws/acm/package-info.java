/**
 * AWS Certificate Manager of a simulated account: certificates that are requested, validated,
 * imported, listed and deleted. No cryptography happens here; a certificate is its description.
 * {@link dev.hastack.sandbox.aws.acm.AcmRegion} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.acm;

import org.jspecify.annotations.NullMarked;
