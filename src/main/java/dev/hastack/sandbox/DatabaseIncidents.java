package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedDatabases.Database;
import dev.hastack.sandbox.EmbeddedDatabases.Member;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.Incidents;
import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.report.SandboxException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has things happen to the databases of the embedded account.
 *
 * @param aws the account
 */
record DatabaseIncidents(EmbeddedAws aws) {
  private static final String LOOK = ": ./hastack sandbox status shows what there is.";

  /** The writer fails; of a database that is named, or of the first. */
  String failOver(@Nullable String id) {
    Database database = choose(id);
    Member writer =
        database
            .writer()
            .orElseThrow(() -> new SandboxException(database.id() + " has no writer now" + LOOK));
    happen(incidents -> incidents.failover(database.id()));
    return """
    %s, the writer of %s, has failed, and a reader takes over.
    Watch ./hastack sandbox status: the roles stay as AWS has them, nothing is corrected back.\
    """
        .formatted(writer, database.id());
  }

  /** A member is deleted: one that is named, or a reader, or for want of one the writer. */
  String loseMember(@Nullable String id) {
    List<Member> members =
        all().stream()
            .flatMap(each -> each.members().stream())
            .filter(each -> id == null || each.id().equals(id))
            .sorted(Comparator.comparing(Member::isWriter))
            .toList();
    if (members.isEmpty()) {
      throw new SandboxException("No database has a member '%s'%s".formatted(id, LOOK));
    }
    Member lost = members.getFirst();
    happen(incidents -> incidents.loseMember(lost.id()));
    return """
    %s, a %s, is gone, as if somebody had deleted it.
    Watch ./hastack sandbox status: the operator makes it again.\
    """
        .formatted(lost, lost.isWriter() ? "writer" : "reader");
  }

  /** A cluster is deleted with its members: one that is named, or the first. */
  String lose(@Nullable String id) {
    Database database = choose(id);
    happen(incidents -> incidents.loseCluster(database.id()));
    return """
    %s is gone with its members and without a snapshot, as if somebody had deleted it.
    Watch kubectl get hastacks: its stack says DatabaseLost, and the operator makes no empty one
    in its place unless spec.aws.database.whenLost tells it to.\
    """
        .formatted(database.id());
  }

  private Database choose(@Nullable String id) {
    return all().stream()
        .filter(each -> id == null || each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new SandboxException("There is no database '%s'%s".formatted(id, LOOK)));
  }

  private List<Database> all() {
    List<Database> all = new EmbeddedDatabases(aws).all();
    if (all.isEmpty()) {
      throw new SandboxException(
          "There is no database now. Apply a stack that has one, as examples/database.yaml.");
    }
    return all;
  }

  private void happen(Consumer<Incidents> incident) {
    try {
      aws.change(region -> incident.accept(region.incidents()));
    } catch (ApiError no) {
      throw new SandboxException("That cannot happen now: " + no.getMessage(), no);
    }
  }
}
