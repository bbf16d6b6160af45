package dev.hastack.sandbox.aws.autoscaling.capacity;

/**
 * An instance type in a zone.
 *
 * @param priority its place in the group's list, 0 first
 * @param price in USD an hour
 * @param spare how many more Spot instances it can give
 * @param running how many instances of the group's purchase option are in it
 */
public record Pool(String instanceType, int priority, double price, int spare, int running) {}
