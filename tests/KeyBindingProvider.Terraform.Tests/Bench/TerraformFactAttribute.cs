using System.Runtime.CompilerServices;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>A test that drives the real terraform; skipped by name where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerraformFactAttribute : FactAttribute
{
    public TerraformFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = "terraform is not on PATH";
        SkipType = typeof(TerraformCli);
        SkipUnless = nameof(TerraformCli.IsInstalled);
    }
}
