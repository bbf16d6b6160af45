package dev.hastack.sandbox;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which AWS a sandbox works against. */
sealed interface AwsChoice {

  /**
   * The simulated account in this JVM.
   *
   * @param speed simulated seconds in each real one
   */
  record Embedded(double speed) implements AwsChoice {
    static final double USUAL_SPEED = 20;
  }

  /** The emulator moto, started for this run. */
  record Moto() implements AwsChoice {}

  /** Whatever answers at a URL, used as it is. */
  record Foreign(URI url) implements AwsChoice {}

  /** Reads what a person typed. */
  final class Converter implements ITypeConverter<AwsChoice> {
    @Override
    public AwsChoice convert(String text) {
      if (text.equals("embedded")) {
        return new Embedded(Embedded.USUAL_SPEED);
      }
      if (text.equals("moto")) {
        return new Moto();
      }
      if (text.matches("https?://[^/\\s]+.*")) {
        return new Foreign(URI.create(text));
      }
      throw new TypeConversionException(
          "'%s' is neither embedded nor moto nor a URL that begins with http:// or https://"
              .formatted(text));
    }
  }
}
