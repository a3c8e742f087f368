// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;

/** Finds the consumer groups of a run, which have its id in their names (R10). */
public final class Groups {

  /** The names of a run's groups; empty if its engine uses none. */
  public static List<String> of(Admin admin, String runId) throws Exception {
    return admin.listGroups().all().get().stream()
        .map(GroupListing::groupId)
        .filter(group -> group.contains(runId))
        .toList();
  }

  /**
   * The number of members of a run's groups, including dead ones that the broker still considers
   * alive.
   */
  public static long members(Admin admin, String runId) throws Exception {
    return admin.describeConsumerGroups(of(admin, runId)).all().get().values().stream()
        .map(ConsumerGroupDescription::members)
        .mapToLong(members -> members.size())
        .sum();
  }

  private Groups() {}
}
