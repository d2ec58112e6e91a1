using KeyBindingProvider.Simulator;

return await SimulatorCommand.Create(Console.Out, Console.Error).Parse(args).InvokeAsync();
