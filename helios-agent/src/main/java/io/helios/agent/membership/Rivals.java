package io.helios.agent.membership;

import io.helios.agent.condition.Conditions;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.presence.Presence;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Other agents that have this one's name, or even its identity: who of them has to wait, and for
 * how long. Waits are measured here, by this clock: what another agent says of its times proves
 * nothing. For one thread.
 */
final class Rivals {
  private final Self self;
  private final Tree tree;
  private final Conditions conditions;
  private final Patience namesake = new Patience();
  private final Patience original = new Patience();
  private boolean alone;

  Rivals(Self self, Tree tree, Conditions conditions) {
    this.self = self;
    this.tree = tree;
    this.conditions = conditions;
    if (self.copied()) {
      conditions.begin(Conditions.IDENTITY, copied("what it was copied from may still be in use"));
    }
  }

  /** Whether the agent that has this host's name has been down for long enough. */
  boolean isNameFree(HostRegistration.TakenBy taken, Instant now) throws TreeUnavailable {
    if (tree.get(Paths.hostUp(self.host())).isPresent()) {
      namesake.over();
      conditions.begin(
          Conditions.REGISTRATION,
          "another agent ("
              + taken.id()
              + ") is registered as "
              + self.host()
              + " and alive; stop it, or start this one with another --name");
      return false;
    }
    if (namesake.waited(now).compareTo(self.takeOverAfter()) < 0) {
      conditions.begin(
          Conditions.REGISTRATION,
          "another agent ("
              + taken.id()
              + ") is registered as "
              + self.host()
              + " and down; its name is taken over after "
              + self.takeOverAfter().toMinutes()
              + " minutes (--zk-registration-ttl)");
      return false;
    }
    return true;
  }

  /** Nobody else has this host's name. */
  void nameIsOurs() {
    namesake.over();
    conditions.end(Conditions.REGISTRATION);
  }

  /**
   * Whether this agent may show itself: at once, unless its state directory is a copy. Then whoever
   * uses the original must have been down for as long as a namesake.
   */
  boolean mayShowItself(Instant now) throws TreeUnavailable {
    if (!self.copied() || alone) {
      return true;
    }
    Optional<Node> up = tree.get(Paths.hostUp(self.host()));
    if (up.isPresent()) {
      Presence.Card card = card(up.get());
      if (self.place().isLeftBehind(card, self.hostId())) {
        return true; // By this very agent.
      }
      original.over();
      meets(card);
      return false;
    }
    if (original.waited(now).compareTo(self.takeOverAfter()) < 0) {
      conditions.begin(
          Conditions.IDENTITY,
          copied(
              "it is used once no other agent with the identity "
                  + self.hostId()
                  + " was up for "
                  + self.takeOverAfter().toMinutes()
                  + " minutes (--zk-registration-ttl)"));
      return false;
    }
    return true;
  }

  /** An agent of the same identity lives elsewhere. */
  void meets(Presence.Card other) {
    conditions.begin(
        Conditions.IDENTITY,
        "another agent with the identity "
            + self.hostId()
            + " is alive"
            + Place.described(other).map(place -> " (" + place + ")").orElse("")
            + "; this one ("
            + self.place().described()
            + ") does nothing until that one has ended. If its state directory is a copy, stop it,"
            + " empty the copy and start it under another --name");
  }

  /** This agent shows itself, so nobody else of its identity does. */
  void alone() {
    alone = true;
    conditions.end(Conditions.IDENTITY);
  }

  private String copied(String more) {
    return "the state directory ("
        + self.place().described()
        + ") was copied, restored or moved here; containers are let alone meanwhile, "
        + more
        + ". If nobody uses the original, delete the file home in it and start the agent again";
  }

  private static Presence.Card card(Node node) {
    try {
      return Presence.Card.of(node);
    } catch (IOException e) {
      return new Presence.Card("", Map.of());
    }
  }
}
