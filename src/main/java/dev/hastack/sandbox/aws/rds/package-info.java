/**
 * Amazon RDS of a simulated account, as far as Aurora Serverless v2 needs it: clusters, their
 * members, subnet groups, snapshots and restores, windows, failovers, capacity that follows a load,
 * pause and resume. {@link dev.hastack.sandbox.aws.rds.RdsRegion} is the way in.
 */
@NullMarked
package dev.hastack.sandbox.aws.rds;

import org.jspecify.annotations.NullMarked;
