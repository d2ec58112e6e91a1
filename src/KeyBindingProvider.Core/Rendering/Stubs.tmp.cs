namespace KeyBindingProvider.Core;
#pragma warning disable CS1591
public static class PlanJson { public static string Render(PlanDocument d) => d.Digest; }
public static class PlanMarkdown { public static string Render(PlanDocument d) => d.Digest; }
public static class DriftJson { public static string Render(PlanDocument d) => d.Digest; }
public static class DriftMarkdown { public static string Render(PlanDocument d) => d.Digest; }
public static class ApplyJson { public static string Render(ApplyDocument d) => d.Program; }
public static class ApplyMarkdown { public static string Render(ApplyDocument d) => d.Program; }
public static class FleetJson { public static string Render(FleetSnapshot d) => d.Region; }
public static class FleetText { public static string Render(FleetSnapshot d) => d.Region; }
public static class FleetMarkdown { public static string Render(FleetSnapshot d) => d.Region; }
