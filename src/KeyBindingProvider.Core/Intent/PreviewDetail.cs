namespace KeyBindingProvider.Core.Intent;

/// <summary>How much a preview says of one resource.</summary>
public enum PreviewDetail
{
    /// <summary>Six lines at most: verdict, losses, gains, power, what else is there, and the policy where it differs from the provider's.</summary>
    Summary,

    /// <summary>Everything: each group of machines, each field of the policy, calls and their lower bound.</summary>
    Full,

    /// <summary>One line of JSON, for programs: the plan as <c>docs/schemas/plan.schema.json</c> has it for a region.</summary>
    Data,
}
