package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Foundation;

/** What the region is put together from. */
record Ec2Parts(
    Foundation foundation,
    Ground ground,
    Templates templates,
    Servers servers,
    Pools pools,
    Capacity capacity,
    Fleet fleet) {

  static Ec2Parts of(Foundation foundation, Ec2Options options) {
    var ground = new Ground(foundation);
    var templates = new Templates(foundation);
    var servers = new Servers(foundation, ground.tags);
    var pools = new Pools(foundation, ground.types, options);
    var capacity = new Capacity(foundation, ground, pools, servers);
    return new Ec2Parts(
        foundation,
        ground,
        templates,
        servers,
        pools,
        capacity,
        new Fleet(foundation, ground, templates, servers, capacity, options));
  }
}
