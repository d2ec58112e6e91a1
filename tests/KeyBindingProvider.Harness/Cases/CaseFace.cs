namespace KeyBindingProvider.Harness.Cases;

/// <summary>Who drives the resources of a case.</summary>
public enum CaseFace
{
    /// <summary>The command line: one operation for the whole document.</summary>
    Document,

    /// <summary>An operation for each resource, all at once over one engine.</summary>
    AtOnce,

    /// <summary>As Pulumi and Terraform do it: an operation for each resource after those that it depends on, with a state that outlives the process.</summary>
    Resources,
}

/// <summary>A process dies at a call: nothing goes out any more, nothing comes back, and none of its clocks rings.</summary>
/// <param name="Call">The call to the cloud, of any action, from 1.</param>
/// <param name="AfterEffect">Whether that call still has its effect.</param>
/// <param name="RestartAfter">How much later somebody starts it again, with the faults still there; null: not before the run without faults.</param>
public sealed record ProcessDeath(int Call, bool AfterEffect, TimeSpan? RestartAfter = null);

/// <summary>The wall clock of the machine that we run on is set.</summary>
/// <param name="After">How long after the process was started.</param>
/// <param name="By">By how much.</param>
public sealed record ClockStep(TimeSpan After, TimeSpan By);
