/**
 * What the operator may do on AWS: each class that calls AWS declares the rights that its calls
 * need, and {@code docs/iam-policy.json} is made of them. Values only; nothing here calls AWS.
 */
@NullMarked
package dev.hastack.provider.aws.rights;

import org.jspecify.annotations.NullMarked;
