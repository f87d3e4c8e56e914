package io.github.xacct.rehearsal.permission;

import io.github.xacct.rehearsal.iam.AssumeRoleCall;
import io.github.xacct.rehearsal.plan.Access;
import io.github.xacct.rehearsal.wire.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The permissions that a call requires: the table {@code permissions.txt}. */
public final class PermissionTable {
  private static final Map<String, List<PermissionRow>> ROWS = read();

  private final ResourceNames names;

  public PermissionTable(ResourceNames names) {
    this.names = names;
  }

  /**
   * Returns the accesses that must be allowed for a call.
   *
   * @param service signing name
   * @throws UnsupportedOperationException if the table has no row for the call's operation
   */
  List<Access> of(String service, Call call) {
    if (service.equals("sts") && call.operation().equals("AssumeRole")) {
      return new AssumeRoleCall(call).accesses(call.caller());
    }
    List<PermissionRow> rows = ROWS.get(service + ":" + call.operation());
    if (rows != null) {
      return accesses(rows, call);
    }
    return rest(service, call)
        .orElseThrow(() -> new UnsupportedOperationException(call.operation()));
  }

  /**
   * Finds the rows of a REST service's call by method and path, whose parameters become members.
   */
  private Optional<List<Access>> rest(String service, Call call) {
    for (List<PermissionRow> rows : ROWS.values()) {
      Optional<Call> bound = rows.get(0).bind(service, call);
      if (bound.isPresent()) {
        return Optional.of(accesses(rows, bound.get()));
      }
    }
    return Optional.empty();
  }

  private List<Access> accesses(List<PermissionRow> rows, Call call) {
    return rows.stream().flatMap(row -> row.accesses(call, names).stream()).distinct().toList();
  }

  private static Map<String, List<PermissionRow>> read() {
    Map<String, List<PermissionRow>> rows = new LinkedHashMap<>();
    try (InputStream in = PermissionTable.class.getResourceAsStream("permissions.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(PermissionRow::parse)
          .forEach(row -> rows.computeIfAbsent(row.operation(), o -> new ArrayList<>()).add(row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
