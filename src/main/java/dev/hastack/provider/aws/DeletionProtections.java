package dev.hastack.provider.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Reads the deletion protection of Auto Scaling groups from the answers of
 * DescribeAutoScalingGroups, because the model of this SDK's version does not have that member yet
 * (Auto Scaling API reference, AutoScalingGroup, DeletionProtection).
 */
public final class DeletionProtections implements ExecutionInterceptor {
  private static final String OPERATION = "DescribeAutoScalingGroups";
  private static final String GROUPS = "AutoScalingGroups";
  private static final String GROUP = "member";
  private static final String NAME = "AutoScalingGroupName";
  private static final String PROTECTION = "DeletionProtection";
  private static final String NONE = "none";

  /** API reference: {@code prevent-force-deletion} or {@code prevent-all-deletion}. */
  private static final String PROTECTED = ">prevent-";

  private final XMLInputFactory parsers = XMLInputFactory.newFactory();
  private final Map<String, String> byGroup = new ConcurrentHashMap<>();

  DeletionProtections() {
    parsers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
  }

  /** What the latest description of the group said, unless that was {@code none}. */
  public Optional<String> of(String groupName) {
    return Optional.ofNullable(byGroup.get(groupName));
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    boolean described =
        OPERATION.equals(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
            && context.httpResponse().isSuccessful();
    if (!described || context.responseBody().isEmpty()) {
      return context.responseBody();
    }
    byte[] answer;
    try (InputStream body = context.responseBody().get()) {
      answer = body.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    if (!byGroup.isEmpty() || isAnyProtected(answer)) {
      read(answer);
    }
    return Optional.of(new ByteArrayInputStream(answer));
  }

  /** Most answers tell of none, and to parse each twice would cost as much as the call itself. */
  private static boolean isAnyProtected(byte[] answer) {
    return new String(answer, StandardCharsets.ISO_8859_1).contains(PROTECTED);
  }

  private void read(byte[] answer) {
    try {
      XMLStreamReader xml = parsers.createXMLStreamReader(new ByteArrayInputStream(answer));
      Deque<String> path = new ArrayDeque<>();
      var group = new HashMap<String, String>();
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamReader.START_ELEMENT -> {
            String element = xml.getLocalName();
            boolean wanted = element.equals(NAME) || element.equals(PROTECTION);
            if (wanted && isGroup(path)) {
              group.put(element, xml.getElementText());
            } else {
              path.addLast(element);
            }
          }
          case XMLStreamReader.END_ELEMENT -> {
            if (isGroup(path)) {
              note(group);
              group.clear();
            }
            path.removeLast();
          }
          default -> {}
        }
      }
    } catch (XMLStreamException garbled) {
      // The SDK reads the same answer next and says what is wrong with it.
    }
  }

  private static boolean isGroup(Deque<String> path) {
    Iterator<String> outwards = path.descendingIterator();
    return outwards.hasNext()
        && outwards.next().equals(GROUP)
        && outwards.hasNext()
        && outwards.next().equals(GROUPS);
  }

  private void note(Map<String, String> group) {
    String name = group.get(NAME);
    if (name == null) {
      return;
    }
    String protection = group.getOrDefault(PROTECTION, NONE);
    if (protection.equals(NONE)) {
      byGroup.remove(name);
    } else {
      byGroup.put(name, protection);
    }
  }
}
