using System.Runtime.CompilerServices;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>Several tests that drive the real terraform; skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerraformTheoryAttribute : TheoryAttribute
{
    public TerraformTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = "terraform is not on PATH";
        SkipType = typeof(TerraformCli);
        SkipUnless = nameof(TerraformCli.IsInstalled);
    }
}
