package io.github.xacct.migrate;

/**
 * A step of a move: one change in the account.
 *
 * @param id short and stable ID
 * @param title what it does, for the output
 * @param request the request
 * @param before what must hold before it is sent
 * @param done whether it is done, by this run or otherwise
 * @param settled what must hold before the next step
 * @param undo how to undo it; empty if that is impossible
 * @param decisive whether its effect proves that all steps before it are done
 */
record Step(
    String id,
    String title,
    MoveRequest request,
    StepCheck before,
    StepCheck done,
    StepCheck settled,
    String undo,
    boolean decisive) {

  static Step of(String id, String title, MoveRequest request, StepCheck done) {
    return new Step(id, title, request, StepCheck.NONE, done, StepCheck.NONE, "", true);
  }

  Step onlyIf(StepCheck check) {
    return new Step(id, title, request, check, done, settled, undo, decisive);
  }

  Step until(StepCheck check) {
    return new Step(id, title, request, before, done, check, undo, decisive);
  }

  Step undoneBy(String how) {
    return new Step(id, title, request, before, done, settled, how, decisive);
  }

  /** Returns the step as one whose effect may exist before the move has begun. */
  Step indecisive() {
    return new Step(id, title, request, before, done, settled, undo, false);
  }
}
