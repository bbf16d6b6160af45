package dev.hastack.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a test class: the golden cases under {@code src/test/resources/golden/<value>} are its own, a
 * folder each. Its test methods take a {@link Golden}. Run the class as a whole: a file that none
 * of its tests read or checked fails it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(GoldenExtension.class)
public @interface GoldenSuite {
  /** The suite's folder. */
  String value();
}
