package dev.hastack.core.status;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.plan.HoldReason;
import java.util.Arrays;
import java.util.function.Function;

/** Every condition and reason in words; a new one does not compile without. */
final class ConditionsPage {
  private static final String INTRODUCTION =
      """
      # Conditions and reasons

      What `kubectl describe hastack` shows. A test keeps this page as the code has it. The message beside
      each reason names the resource and what to do.

      ## Conditions

      `Ready`, `Reconciling` and `Stalled` are what [kstatus](https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md)
      looks at, and with it `kubectl wait` and Flux. `status.observedGeneration` says which edit of the
      spec all of them are about.

      """;

  private ConditionsPage() {}

  static String markdown() {
    return INTRODUCTION
        + table("condition", ConditionType.values(), ConditionsPage::meaning)
        + "\n## Reasons of conditions\n\n"
        + table("reason", Verdict.Reason.values(), ConditionsPage::meaning)
        + "\n"
        + "## Why a change is held\n\n"
        + "`status.plan.held[].reason`, and in the message of `Synced`.\n\n"
        + table("reason", HoldReason.values(), ConditionsPage::meaning)
        + "\n## Events\n\n"
        + table("reason", Notice.Reason.values(), ConditionsPage::meaning);
  }

  private static <E extends Enum<E>> String table(
      String heading, E[] constants, Function<E, String> meaning) {
    return "| %s | what it says |%n|---|---|%n".formatted(heading)
        + Arrays.stream(constants)
            .map(constant -> "| `%s` | %s |%n".formatted(constant, meaning.apply(constant)))
            .collect(joining());
  }

  private static String meaning(ConditionType type) {
    return switch (type) {
      case Ready -> "The servers serve, and so do the load balancer and the database of the stack.";
      case Reconciling ->
          "Something is under way, or waits for an approval. False: nothing is, or the stack is"
              + " paused or stalled.";
      case Stalled -> "A person has to do something before it goes on.";
      case Synced -> "AWS is as the spec says: nothing is to be done, nothing is held.";
      case Drifted -> "Somebody changed what this stack wrote; `status.drift` has each attribute.";
      case AwaitingApproval -> "A plan waits for a person. Only with `apply.policy: OnApproval`.";
      case FleetReady -> "As many servers are in service as are wanted.";
      case CapacityAtRisk ->
          "Launches fail for want of capacity, or On-Demand stands in for Spot. Only with"
              + " `aws.spot`.";
      case SignalsDegraded ->
          "AWS's notices of servers taken back are not heard. There only while it is true.";
      case TrafficReady -> "Healthy targets get requests. Only with a target group.";
      case DatabaseReady -> "The database can be used. Only with `aws.database`.";
    };
  }

  private static String meaning(Verdict.Reason reason) {
    return switch (reason) {
      case Ready -> "All parts of the stack are well.";
      case NotReady -> "A part of the stack is missing.";
      case Deleting -> "The object is being deleted.";
      case Paused -> "The annotation `hastack.dev/paused` holds every change.";
      case Unread -> "AWS did not answer; what could not be read is left as it is.";
      case Applying -> "Changes are being made.";
      case Waiting -> "It is waited for AWS, or for an earlier step.";
      case Settled -> "Nothing is under way.";
      case NothingStalled -> "Nothing needs a person.";
      case InSync -> "The cloud matches the stack.";
      case Held -> "Changes are held back; `status.plan.held` says which and why.";
      case AwaitingApproval -> "A plan waits until somebody names its digest.";
      case Approved -> "The plan was approved and is being carried out.";
      case NothingWaits -> "No plan waits for approval.";
      case Failed -> "AWS refused a change, or no plan could be made.";
      case NoDrift -> "Nobody changed anything.";
      case Corrected -> "What somebody changed was put right in this pass.";
      case Correcting -> "What somebody changed is being put right.";
      case Reported -> "What somebody changed is left so: `drift.policy: Report`, or paused.";
      case NotConverging -> "It was written several times, and AWS still has something else.";
      case InService -> "All servers are in service.";
      case Scaling -> "Servers come or go.";
      case LaunchFailing -> "AWS cannot launch a server; the message has its words.";
      case NotCreated -> "The Auto Scaling group is not there yet.";
      case OnDemandFallback -> "On-Demand stands in for Spot.";
      case CapacityAvailable -> "No launch fails for want of capacity.";
      case NotAttached -> "No listener forwards to the target group.";
      case NoListener -> "No listener of the load balancer sends to the target group.";
      case Provisioning -> "AWS is making the load balancer or the database.";
      case NoHealthyTargets -> "No target is healthy.";
      case Degraded ->
          "It works, and a part of it is not well: some targets, or members of the database.";
      case Serving -> "Healthy targets get the requests.";
      case Migrating -> "Traffic moves to another target group or to other servers, in steps.";
      case Available -> "The database can be used.";
      case Unavailable -> "The database cannot be used now.";
      case DatabaseLost -> "A database that was there is gone; it is not made again empty.";
      case Throttled -> "AWS throttles calls; they are made again later.";
      case Transient -> "A failure that passes; the call is made again.";
      case Conflict -> "Something else happens to the resource; it is looked at again.";
      case InsufficientCapacity -> "AWS has no capacity of that type and zone.";
      case QuotaExceeded -> "A quota of the account is used up; raise it.";
      case Unauthorized -> "The operator's role may not make this call; the message names it.";
      case Invalid -> "AWS refuses what the spec says; change the spec.";
      case NotFound -> "What the spec names is not there.";
      case Unknown -> "A failure that has no name here; the message has AWS's words.";
      case NotOwned -> "Something has this stack's name and not its tags; it is left alone.";
      case AccountMismatch -> "The credentials are of another account or region; nothing is done.";
      case NotAllowed ->
          "The spec names what its account, or the chart, does not let it name; nothing is done.";
      case DeletionProtected -> "Deletion protection is on; nothing of the stack is deleted.";
    };
  }

  private static String meaning(HoldReason reason) {
    return switch (reason) {
      case AwaitingApproval -> "A person has not approved it yet.";
      case ReportOnly -> "`drift.policy: Report`: it is said, and not corrected.";
      case NeedsTrafficMigration -> "It would move traffic that is not the stack's own to move.";
      case Migrating -> "A later step of moving traffic, under way.";
      case NeedsRollout -> "Servers that run cannot serve it; replace them first.";
      case LaterStep -> "A later step, whose time has not come.";
      case Fallback -> "On-Demand stands in for Spot; the own share comes back by itself.";
      case StatefulReplacement -> "The data of what is there would be lost.";
      case DatabaseLost -> "A database is gone that nobody was told to delete.";
      case MajorVersionUpgrade ->
          "It stops the database and cannot be undone; `allowMajorVersionUpgrade` lets it through.";
      case Downgrade -> "AWS does not go back to an older version.";
      case ProtectionStays ->
          "Somebody switched deletion protection on; only the spec takes it off.";
      case NotConverging -> "Written several times in a row, and AWS still has something else.";
      case OperatorUpgraded ->
          "Only a newer operator wants it, and it would replace servers: the next edit takes it"
              + " along.";
      case Unread -> "The resource, or one it depends on, could not be read.";
      case NotOwned -> "The resource, or one it depends on, has our name and is not ours.";
      case BeingDeleted -> "The resource, or one it depends on, is still being deleted.";
      case MissingPrerequisite ->
          "What the spec names for it is not there, cannot be used, or could not be looked at.";
      case DependencyHeld -> "A resource it depends on is held itself.";
      case DeletionProtected -> "Deletion protection is on: nothing of the stack is deleted.";
    };
  }

  private static String meaning(Notice.Reason reason) {
    return switch (reason) {
      case Applied -> "Changes were made.";
      case DriftDetected -> "Somebody changed what this stack manages.";
      case DriftCorrected -> "That was put right.";
      case FallbackBegan -> "On-Demand begins to stand in for Spot.";
      case FallbackStepped -> "Its share changed by a step.";
      case FallbackEnded -> "The stack's own share is back.";
      case ChangeHeld -> "A change is not made, and why.";
      case AwaitingApproval -> "A plan waits, and how to approve it.";
      case PlanApproved -> "A plan was approved and begins.";
      case PlanWarning -> "The plan is carried out, and something about it may be wrong.";
      case Failed -> "AWS refused a call, or it failed.";
      case Unread -> "Something could not be read.";
      case NotOwned -> "Something has this stack's name and not its tags.";
      case ForeignCopy -> "Something has this stack's tags under another name; it is left alone.";
      case ForeignListener ->
          "The stack's load balancer has a listener or rule that is not the stack's.";
      case UnknownTarget ->
          "Its target group has a target that neither its groups nor the operator registered.";
      case AccountMismatch -> "The credentials are of another account or region.";
      case DeletionProtected -> "The deletion is refused while protection is on.";
      case Deleting -> "The stack begins to be deleted.";
      case Deleted -> "Nothing of the stack is left to look after.";
      case Retained -> "The object goes, and its resources stay.";
      case TakenUp -> "Resources that stayed are the stack's again.";
      case Paused -> "The stack was paused.";
      case Interrupted -> "AWS takes a server back, and what was done.";
      case Replaced -> "A server that was taken back has a successor.";
    };
  }
}
