using KeyBindingProvider.Pulumi.Hosting;
using KeyBindingProvider.Pulumi.Runs;

return await ProviderProcess.RunAsync(args, ProviderSettings.Default);
