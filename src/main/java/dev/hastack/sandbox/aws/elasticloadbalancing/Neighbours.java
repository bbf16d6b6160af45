package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.Buckets;
import dev.hastack.sandbox.aws.world.Certificates;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Network;

/** What load balancing deals with in its region. */
public record Neighbours(
    Instances instances, Certificates certificates, Network network, Buckets buckets) {}
