package dev.hastack;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Picks a command and runs it. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("hastack");
  }
}
