using Mat.Alerts;
using Mat.Platform.Hosting;

return await MatHost.RunAsync(args, new AlertsModule());
