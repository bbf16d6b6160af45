package dev.hastack.sandbox;

import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.RunDirectory;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.net.URI;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Sets up the sandbox, shows the main job in it, and stays up for a person to go on by hand. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    header = "Shows the operator at work on this machine, with nothing installed beforehand.",
    description = {
      "",
      "Starts a Kubernetes API server, a simulated AWS and the operator, applies an example,"
          + " changes the cloud behind the operator's back and shows it being put right.",
      "The first start builds the API server from source, which takes minutes; Go and Python 3"
          + " must be installed."
    })
public final class SandboxCommand implements Callable<Integer> {
  /** What a shell makes of a process that SIGINT has ended. */
  private static final int ENDED_BY_SIGNAL = 130;

  @Option(
      names = "--aws",
      paramLabel = "moto|URL",
      defaultValue = "moto",
      converter = AwsChoice.Converter.class,
      description =
          "The AWS to work against: moto (default) starts that emulator; a URL is used as it is,"
              + " with the credentials of this shell.")
  private AwsChoice aws = new AwsChoice(null);

  @Option(
      names = "--once",
      description =
          "End after the demonstration: exit code 0 if it passed, 1 if not. Without this it stays"
              + " up until Ctrl-C.")
  private boolean once;

  /**
   * What {@code --aws} chose.
   *
   * @param url a URL to use as it is; null for moto
   */
  record AwsChoice(@Nullable URI url) {
    static final class Converter implements ITypeConverter<AwsChoice> {
      @Override
      public AwsChoice convert(String text) {
        if (text.equals("moto")) {
          return new AwsChoice(null);
        }
        if (text.matches("https?://[^/\\s]+.*")) {
          return new AwsChoice(URI.create(text));
        }
        throw new TypeConversionException(
            "'%s' is neither moto nor a URL that begins with http:// or https://".formatted(text));
      }
    }
  }

  @Override
  public Integer call() {
    Progress progress = Progress.onStandardOutput();
    Cache cache = Cache.ofUser(System.getenv(), progress);
    try (RunDirectory directory = RunDirectory.create(cache)) {
      try (Owned owned = new Owned()) {
        return run(cache, directory.path(), progress, owned);
      } catch (SandboxException failure) {
        if (ChildProcess.areEnding()) {
          return ENDED_BY_SIGNAL;
        }
        directory.keep();
        progress.say("The files of this run stay until the next start: " + directory.path());
        throw failure;
      }
    }
  }

  private int run(Cache cache, Path directory, Progress progress, Owned owned) {
    Steps steps = new Steps(progress);
    Sandbox sandbox = Sandbox.start(cache, directory, aws.url(), steps, owned);
    new Demonstration(sandbox, steps).run();
    progress.say("The demonstration has passed.");
    if (once) {
      return CommandLine.ExitCode.OK;
    }
    progress.say(invitation(sandbox));
    return stayUp(sandbox);
  }

  private static String invitation(Sandbox sandbox) {
    StringBuilder text = new StringBuilder("To go on by hand, in another shell:\n\n");
    text.append("  export KUBECONFIG=").append(sandbox.cluster().kubeconfig()).append('\n');
    new TreeMap<>(sandbox.aws().environment())
        .forEach(
            (name, value) -> {
              // What this shell has already is not repeated: it may be a person's own secret.
              if (!value.equals(System.getenv(name))) {
                text.append("  export %s=%s%n".formatted(name, value));
              }
            });
    text.append("  alias kubectl=").append(sandbox.cluster().kubectl().executable()).append('\n');
    text.append("\n  kubectl get hastacks --watch\n");
    text.append("  kubectl explain hastack.spec\n");
    text.append("  tail -f ").append(sandbox.operator().process().log()).append('\n');
    return text.append("\nCtrl-C ends everything and deletes it.").toString();
  }

  /** Returns only if the operator ends by itself: Ctrl-C ends the JVM. */
  private static int stayUp(Sandbox sandbox) {
    int exitCode = sandbox.operator().process().awaitExit();
    throw new SandboxException(
        "The operator has ended with exit code %d.%n%s"
            .formatted(exitCode, sandbox.operator().process().logTail()));
  }
}
