using KeyBindingProvider.Harness;

return await HarnessCommand.Create(Console.Out).Parse(args).InvokeAsync();
