package dev.hastack.sandbox.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.picture.Dashboard.Kind;
import dev.hastack.sandbox.picture.Dashboard.Panel;
import dev.hastack.sandbox.picture.Dashboard.Place;
import dev.hastack.sandbox.picture.Dashboard.Query;
import dev.hastack.sandbox.picture.Dashboard.Threshold;
import dev.hastack.sandbox.picture.Series.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class DashboardPictureTest {
  private static final Path CHART = Path.of("helm", "hastack", "files", "dashboard.json");
  private static final Path KEPT = Path.of("docs", "pictures", "dashboard.svg");

  private static final Panel STALLED =
      new Panel(
          Kind.STAT,
          "Stalled",
          new Place(0, 0, 4, 4),
          "",
          List.of(new Threshold(Double.NEGATIVE_INFINITY, "green"), new Threshold(1, "red")),
          List.of(new Query("stalled", "")));
  private static final Panel CALLS =
      new Panel(
          Kind.TIMESERIES,
          "Calls < all",
          new Place(4, 0, 8, 8),
          "reqps",
          List.of(),
          List.of(new Query("calls", "{{service}}:{{operation}}")));

  /** Whoever changes the dashboard draws it again, as CONTRIBUTING.md says. */
  @Test
  void shouldKeepAPictureOfTheDashboardAsItIs() throws Exception {
    // Given
    Dashboard dashboard = Dashboard.read(CHART);

    // When
    Document kept = parsed(Files.readString(KEPT));

    // Then
    assertThat(kept.getElementsByTagName("metadata").item(0).getTextContent())
        .isEqualTo(dashboard.described());
    assertThat(words(kept)).containsAll(dashboard.panels().stream().map(Panel::title).toList());
  }

  @Test
  void shouldTellAllThatAPersonMayChangeOfADashboard() {
    String described = new Dashboard(List.of(STALLED, CALLS)).described();

    assertThat(described)
        .contains("\"Stalled\"", "\"stalled\"", "\"Calls < all\"", "{{service}}:{{operation}}")
        .contains("\"reqps\"", "\"red\"", "\"x\":4");
  }

  @Test
  void shouldShowTheLatestValueInTheColourOfItsThreshold() throws Exception {
    // When
    Document well = drawn(STALLED, new Point(0, 3), new Point(60, 0));
    Document ill = drawn(STALLED, new Point(0, 0), new Point(60, 1));
    Document unknown = drawn(STALLED);

    // Then
    assertThat(classOf(well, "0")).isEqualTo("stat green");
    assertThat(classOf(ill, "1")).isEqualTo("stat red");
    assertThat(classOf(unknown, "No data")).isEqualTo("stat dim");
  }

  @Test
  void shouldDrawALineWithItsNameAndUnitAndEndItWhereNothingIsKnown() throws Exception {
    // When
    Document picture =
        drawn(CALLS, new Point(0, 1), new Point(5, 2), new Point(10, 4), new Point(60, 2));

    // Then
    assertThat(words(picture))
        .contains("Calls < all", "ec2:DescribeSubnets", "0 /s", "4 /s", "0 min", "1");
    String line =
        paths(picture).stream().filter(each -> each.contains("h0")).findAny().orElseThrow();
    assertThat(line).matches("M\\S+ \\S+?L\\S+ \\S+?L\\S+ \\S+?M\\S+ \\S+?h0");
  }

  @Test
  void shouldSayThatThereIsNothingToDraw() throws Exception {
    assertThat(words(drawn(CALLS))).contains("Calls < all", "No data");
  }

  private static Document drawn(Panel panel, Point... points) throws Exception {
    Series series =
        new Series(Map.of("service", "ec2", "operation", "DescribeSubnets"), List.of(points));
    return parsed(
        new DashboardPicture(new Dashboard(List.of(panel)), "A test.", 60)
            .draw(expression -> List.of(series)));
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> words(Document picture) {
    return elements(picture, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<String> paths(Document picture) {
    return elements(picture, "path").stream().map(each -> each.getAttribute("d")).toList();
  }

  private static String classOf(Document picture, String words) {
    return elements(picture, "text").stream()
        .filter(each -> each.getTextContent().equals(words))
        .map(each -> each.getAttribute("class"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Element> elements(Document picture, String name) {
    NodeList all = picture.getElementsByTagName(name);
    var elements = new ArrayList<Element>();
    IntStream.range(0, all.getLength()).forEach(each -> elements.add((Element) all.item(each)));
    return elements;
  }
}
