/** What is there in one account and region, read in full pages for whoever asks. */
@NullMarked
package dev.hastack.provider.aws.inventory;

import org.jspecify.annotations.NullMarked;
